import type {
  EnvironmentTemplate,
  ResolvedModule,
} from '../EnvironmentTemplate';
import { isResolved } from '../modules/partsOf';
import { checkRendered } from '../render/checkRendered';
import { RenderMemo } from '../render/RenderMemo';
import { renderParts } from '../render/renderParts';
import type { MadePart } from '../render/renderParts';
import type { TemplateProblem } from '../TemplateProblem';
import { isOfSurroundings } from './isOfSurroundings';
import { trialInput } from './trialInput';
import { trialsOf } from './trialsOf';
import type { Trial } from './trialsOf';
import { withSchemas } from './withSchemas';

/** Enough for a hundred choices; what nobody tried shows when it is asked for. */
const MOST_TRIALS = 200;
/** Of template and modules in all trials together, so that large ones have fewer of them. */
const MOST_CHARACTERS = 4_000_000;
/** So many faults are shown; who mends those sees the rest. */
const MOST_PROBLEMS = 20;

/** Templates have their modules in common. */
const sizes = new WeakMap<ResolvedModule['spec'], number>();

/**
 * Renders a template without other faults as developers may ask for it, and
 * tells what would fail then: each fault once, with the first choices at which
 * it shows.
 */
export function checkTrials(written: EnvironmentTemplate): TemplateProblem[] {
  if (!isResolved(written)) {
    return [];
  }
  const template = withSchemas(written);
  const most = Math.min(
    MOST_TRIALS,
    Math.ceil(MOST_CHARACTERS / sizeOf(template)),
  );
  const memo = RenderMemo.create<MadePart>();
  const found = new Map<string, TemplateProblem>();
  let count = 0;
  for (const trial of trialsOf(template)) {
    for (const fault of faultsOf(template, trial, memo)) {
      const key = placeOf(fault);
      if (!found.has(key) && !isOfSurroundings(template, fault)) {
        const message = `with ${inWords(trial)}: ${fault.message}`;
        found.set(key, { ...fault, message });
      }
    }
    count += 1;
    if (count === most || found.size >= MOST_PROBLEMS) {
      break;
    }
  }
  return [...found.values()];
}

/** Characters of a template and its modules. */
function sizeOf({ modules = {}, ...own }: EnvironmentTemplate): number {
  return Object.values(modules).reduce(
    (size, { spec }) => size + sizeOfModule(spec),
    JSON.stringify(own).length,
  );
}

function sizeOfModule(spec: ResolvedModule['spec']): number {
  const size = sizes.get(spec) ?? JSON.stringify(spec).length;
  sizes.set(spec, size);
  return size;
}

function faultsOf(
  template: EnvironmentTemplate,
  trial: Trial,
  memo: RenderMemo<MadePart>,
): TemplateProblem[] {
  if (trial.problems.length > 0) {
    return trial.problems;
  }
  const input = trialInput(trial);
  const { parts, problems } = renderParts(template, input, memo);
  return problems.length > 0
    ? problems
    : checkRendered(template, parts, input, memo);
}

/** Faults within a module all have the path of its use; where they are is in the message. */
function placeOf({ path, message }: TemplateProblem): string {
  const [within] = /^module "[^"]+", [^:]*/.exec(message) ?? [''];
  return `${path} ${within}`;
}

function inWords({ words }: Trial): string {
  return words.length > 0 ? words.join(' and ') : 'the defaults';
}
