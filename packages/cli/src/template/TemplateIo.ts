import { inert } from '../ui/inert';

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

/** Those of this process; what was written by others does nothing to its terminal. */
export function processIo(): TemplateIo {
  return {
    cwd: process.cwd(),
    env: process.env,
    out: text => process.stdout.write(inert(text)),
    err: text => process.stderr.write(inert(text)),
  };
}
