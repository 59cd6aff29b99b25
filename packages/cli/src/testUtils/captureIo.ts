import type { TemplateIo } from '../template/TemplateIo';

/** Keeps what a command writes. */
export function captureIo(
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): TemplateIo & { stdout: string; stderr: string } {
  const io = {
    cwd,
    env,
    stdout: '',
    stderr: '',
    out(text: string) {
      io.stdout += text;
    },
    err(text: string) {
      io.stderr += text;
    },
  };
  return io;
}
