import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { moduleRefOf } from '../modules/moduleRefOf';
import { propertiesOf } from '../parameters/propertiesOf';
import type { TemplateProblem } from '../TemplateProblem';
import { isPlainObject } from '../tree';

const IN_MODULE = /^module "[^"]+", (\/[^:]*):/;
const USE = /^\/spec\/(modules|addOns)\/(\d+)\/module$/;

/**
 * Whether a fault may come from the cluster, the owner or the pick that a
 * trial made up. Ops know theirs, so a table with just these names is right.
 */
export function isOfSurroundings(
  template: EnvironmentTemplate,
  { path, message }: TemplateProblem,
): boolean {
  const { spec } = template;
  const picked = propertiesOf(spec.parameters)
    .filter(({ ui }) => ui?.picker)
    .map(({ name }) => `parameters\\.${name}\\b`);
  const madeUp = new RegExp(['\\b(cluster|owner)\\.', ...picked].join('|'));
  const [, list, index] = USE.exec(path) ?? [];
  const [, inner] = IN_MODULE.exec(message) ?? [];
  if (inner === undefined || list === undefined) {
    return madeUp.test(textAt(template, path));
  }
  const use = spec[list as 'modules' | 'addOns']![Number(index)];
  const module = template.modules![moduleRefOf(use.module)!];
  const text = textAt(module, inner);
  return (
    /\b(cluster|owner)\./.test(text) ||
    (text.includes('parameters') && madeUp.test(JSON.stringify(use.with ?? {})))
  );
}

/** What is written at a place, or around it where the place is in what an expression made. */
function textAt(document: unknown, path: string): string {
  let value = document;
  for (const escaped of path.split('/').slice(1)) {
    const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    const isWithin =
      (isPlainObject(value) || Array.isArray(value)) &&
      Object.hasOwn(value, key);
    if (!isWithin) {
      break;
    }
    value = (value as Record<string, unknown>)[key];
  }
  // Of a whole list, such as that something is missing in it, no name is to blame.
  return Array.isArray(value) ? '' : JSON.stringify(value);
}
