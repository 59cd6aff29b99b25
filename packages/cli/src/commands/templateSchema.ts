import { InputError } from '@backstage/errors';
import { templateJsonSchema } from '@sandlot/plugin-environments-node';
import type { TemplateKind } from '@sandlot/plugin-environments-node';
import { EXIT } from '../template/exitCodes';
import type { TemplateIo } from '../template/TemplateIo';

const KINDS: TemplateKind[] = ['EnvironmentTemplate', 'EnvironmentModule'];

/**
 * `./sandlot template schema`
 *
 * @returns the exit code
 */
export async function templateSchema(
  wanted: string | undefined,
  io: TemplateIo,
): Promise<number> {
  const kind = KINDS.find(
    one => one.toLowerCase() === (wanted ?? KINDS[0]).toLowerCase(),
  );
  if (!kind) {
    throw new InputError(
      `There is no kind "${wanted}". There are: ${KINDS.join(', ')}.`,
    );
  }
  io.out(`${JSON.stringify(templateJsonSchema(kind), undefined, 2)}\n`);
  return EXIT.fine;
}
