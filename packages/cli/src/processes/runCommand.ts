import { spawn } from 'node:child_process';

/** How a command that ran to its end came out. */
export interface CommandResult {
  /** Exit code; 128 plus the signal's number, as in a shell, when a signal ended it. */
  code: number;
  /** Standard output and standard error in the order they came; empty when inherited. */
  output: string;
}

/** Options of {@link runCommand}. */
export interface RunCommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** `inherit` shows the output at once, `capture` returns it. */
  output?: 'inherit' | 'capture';
  /** Ends the command with SIGTERM. */
  signal?: AbortSignal;
}

/**
 * Runs a command to its end. A failure of the command is a result, not an error.
 *
 * @throws what `spawn` says when the command can't be started at all.
 */
export function runCommand(
  command: string,
  args: string[],
  options: RunCommandOptions = {},
): Promise<CommandResult> {
  const { output = 'capture', ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...spawnOptions,
      stdio: output === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', chunk => chunks.push(chunk));
    child.stderr?.on('data', chunk => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({
        code: code ?? 128 + (signal === 'SIGKILL' ? 9 : 15),
        output: Buffer.concat(chunks).toString('utf8'),
      });
    });
  });
}
