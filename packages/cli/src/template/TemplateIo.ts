/** Where a command runs and where it writes, so that tests need no process. */
export interface TemplateIo {
  /** Absolute; paths are read and shown relative to it. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Results. */
  out(text: string): void;
  /** What is said beside them. */
  err(text: string): void;
}

/** Those of this process. */
export function processIo(): TemplateIo {
  return {
    cwd: process.cwd(),
    env: process.env,
    out: text => process.stdout.write(text),
    err: text => process.stderr.write(text),
  };
}
