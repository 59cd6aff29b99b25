/** A YAML file, of the disk or of a Git revision. */
export interface SourceFile {
  /** As it is shown: relative to where the command runs, with `/`. */
  path: string;
  text: string;
  /** Else its text is not what was written, see `decodeText`. */
  isUtf8: boolean;
  /** Named by the person, not found in a folder: then it has to be one of ours. */
  isNamed: boolean;
}
