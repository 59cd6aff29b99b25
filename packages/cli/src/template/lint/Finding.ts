import type { RuleId } from './rules';

/** What is wrong at a place of a file. */
export interface Finding {
  rule: RuleId;
  level: 'error' | 'warning';
  /** Relative to where the command runs, with `/`. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  /** JSON Pointer into the document. */
  path: string;
  message: string;
  expected?: string;
}
