import type { JsonObject } from '@backstage/types';
import { diffObjects } from '@sandlot/plugin-environments-node';
import type {
  EnvironmentTemplate,
  KubernetesObject,
  ObjectChange,
} from '@sandlot/plugin-environments-node';
import type { Problem } from '@sandlot/plugin-environments-common';
import { renderRequest } from '../render/renderRequest';
import type { Rendered } from '../render/renderRequest';
import type { PartialObject, TestCase } from './caseSchema';
import { isSameObject, matchObject } from './matchObject';
import type { Snapshots } from './Snapshots';

/** Why a case fails. */
export interface CaseFailure {
  message: string;
  /** What differs, `before` being what was expected. */
  changes?: ObjectChange[];
  /** Why nothing could be made. */
  problems?: Problem[];
}

/** Runs one case: renders what it asks for and holds it against what it expects. */
export function runCase(
  template: EnvironmentTemplate,
  testCase: TestCase,
  snapshots: Snapshots,
): CaseFailure[] {
  const { expect, name } = testCase;
  const rendered = renderRequest(template, {
    ...testCase,
    // The case's name is not the environment's.
    name: undefined,
    parameters: (testCase.parameters ?? {}) as JsonObject,
  });
  if (expect.refused) {
    return checkRefused(expect.refused, rendered);
  }
  if (rendered.problems.length > 0) {
    const message = 'is refused, and was expected to make objects';
    return [{ message, problems: rendered.problems }];
  }
  const { objects } = rendered;
  return [
    ...((expect.objects ?? []) as PartialObject[]).flatMap(one =>
      checkObject(one, objects),
    ),
    ...(expect.absent ?? [])
      .filter(one => objects.some(object => isSameObject(one, object)))
      .map(one => ({
        message: `there is a ${one.kind} "${one.name}", and none was expected`,
      })),
    ...(expect.count !== undefined && expect.count !== objects.length
      ? [
          {
            message: `makes ${objects.length} objects, and ${
              expect.count
            } were expected: ${objects.map(nameOf).join(', ')}`,
          },
        ]
      : []),
    ...(expect.snapshot ? checkSnapshot(name, objects, snapshots) : []),
  ];
}

function checkRefused(
  expected: NonNullable<TestCase['expect']['refused']>,
  { objects, problems }: Rendered,
): CaseFailure[] {
  if (problems.length === 0) {
    const made = `${objects.length} objects are made`;
    return [{ message: `was expected to be refused, and ${made}` }];
  }
  return expected
    .filter(
      ({ path, message = '' }) =>
        !problems.some(
          problem => problem.path === path && problem.message.includes(message),
        ),
    )
    .map(({ path, message }) => ({
      message: `is refused, but not at "${path}"${
        message ? ` with "${message}"` : ''
      }`,
      problems,
    }));
}

function checkObject(
  expected: PartialObject,
  objects: KubernetesObject[],
): CaseFailure[] {
  const { kind, apiVersion, metadata } = expected;
  const { name } = metadata;
  const actual = objects.find(object =>
    isSameObject({ kind, name, apiVersion }, object),
  );
  if (!actual) {
    const others = objects.filter(object => object.kind === kind);
    const there = others.map(object => `"${object.metadata.name}"`).join(', ');
    return [
      {
        message: `there is no ${kind} "${name}"${
          there ? `; of that kind there is ${there}` : ''
        }`,
      },
    ];
  }
  const fields = matchObject(expected, actual);
  if (fields.length === 0) {
    return [];
  }
  const change: ObjectChange = {
    change: 'changed',
    apiVersion: actual.apiVersion,
    kind,
    name,
    fields,
  };
  const message = `${kind} "${name}" is not as expected`;
  return [{ message, changes: [change] }];
}

function checkSnapshot(
  name: string,
  objects: KubernetesObject[],
  snapshots: Snapshots,
): CaseFailure[] {
  const kept = snapshots.take(name, objects);
  if (kept === 'written') {
    return [];
  }
  if (kept === 'missing') {
    return [
      {
        message:
          'has no snapshot; run `sandlot template test --update` and commit it',
      },
    ];
  }
  const changes = diffObjects(kept, objects);
  if (changes.length > 0) {
    return [{ message: 'is not as its snapshot', changes }];
  }
  const isReordered = kept.some(
    (object, index) => nameOf(object) !== nameOf(objects[index]),
  );
  return isReordered
    ? [{ message: 'makes the objects of its snapshot in another order' }]
    : [];
}

function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.name}`;
}
