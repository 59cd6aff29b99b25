import { EXIT } from '../template/exitCodes';
import type { TemplateIo } from '../template/TemplateIo';

/**
 * Runs a command that works without a server; its result is the exit code. Any error is
 * trouble: what was looked at may be fine or not.
 */
export async function run(
  action: (io: TemplateIo) => Promise<number>,
): Promise<void> {
  try {
    const { processIo } = await load(import('../template/TemplateIo'));
    process.exitCode = await action(processIo());
  } catch (error) {
    const { reportError } = await load(import('../ui/reportError'));
    reportError(error);
    process.exitCode = EXIT.trouble;
  }
}

/**
 * Node's `import()` of a CommonJS module shows the exports that our transform makes only as
 * `default`.
 */
export async function load<TModule extends object>(
  loading: Promise<TModule>,
): Promise<TModule> {
  const module = await loading;
  return 'default' in module ? (module.default as TModule) : module;
}
