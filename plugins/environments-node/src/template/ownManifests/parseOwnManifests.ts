import type { Problem } from '@sandlot/plugin-environments-common';
import type { KubernetesObject } from '../../KubernetesObject';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { hasExpression } from '../expressions';
import { TEMPLATE_LIMITS } from '../limits';
import { placesOf } from '../modules/placesOf';
import { partsOf } from '../modules/partsOf';
import { isUnconditional } from '../modules/TemplatePart';
import { pointer } from '../pointer';
import { checkUnique } from '../safety';
import type { PlacedObject } from '../safety';
import { readSource } from '../source';
import type { SourceDocument } from '../source';
import { checkTree } from '../tree';
import type { PlainObject } from '../tree';
import { checkOwnManifests } from './checkOwnManifests';

const PATH = '/manifests';

/** @public */
export interface OwnManifests {
  /** Empty when there are problems. */
  manifests: KubernetesObject[];
  /** Paths such as `/manifests/0/spec/replicas`, with line and column in the text. */
  problems: Problem[];
}

/**
 * Reads the manifests that a developer adds: YAML or JSON, more than one apart
 * by `---`. Everything in them is literal. Names that only rendering tells are
 * compared there.
 *
 * @public
 */
export function parseOwnManifests(
  template: EnvironmentTemplate,
  text: string,
): OwnManifests {
  const { documents, problems } = readSource(text);
  if (problems.length > 0) {
    return {
      manifests: [],
      problems: problems.map(problem => ({ ...problem, path: PATH })),
    };
  }
  const manifests = documents.map(({ entity }) => entity as unknown);
  const unfit = checkTree(manifests, PATH, TEMPLATE_LIMITS);
  const faults =
    unfit.length > 0
      ? unfit
      : [
          ...checkOwnManifests(template, manifests),
          ...checkNames(template, manifests as PlainObject[]),
        ];
  return {
    manifests: faults.length > 0 ? [] : (manifests as KubernetesObject[]),
    problems: faults.map(problem => withPlace(problem, documents)),
  };
}

/** Against each other, and against what every environment of the template has. */
function checkNames(
  template: EnvironmentTemplate,
  manifests: PlainObject[],
): Problem[] {
  const theirs = partsOf(template)
    .filter(isUnconditional)
    .flatMap(part => {
      const places = placesOf(part);
      return part.resources.map(
        (object, index): PlacedObject => ({
          object,
          ...places[index],
          place: 'the template',
        }),
      );
    })
    .filter(({ object }) => !hasExpression((object as any).metadata.name));
  const own = manifests.map((object, index): PlacedObject => {
    const path = pointer(PATH, index);
    return { object, path, place: path, report: problem => problem };
  });
  return checkUnique([...theirs, ...own], theirs);
}

function withPlace(problem: Problem, documents: SourceDocument[]): Problem {
  const [, index, rest] = /^\/manifests\/(\d+)(.*)$/.exec(problem.path) ?? [];
  const document = documents[Number(index)];
  return document ? { ...problem, ...document.locate(rest) } : problem;
}
