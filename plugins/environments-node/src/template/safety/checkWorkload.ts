import type { Problem } from '@sandlot/plugin-environments-common';
import { at, listAt } from '../at';
import { pointer } from '../pointer';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';
import { isOpen } from './CheckScope';
import type { CheckScope } from './CheckScope';
import { podPathOf } from './podPathOf';

/** A CronJob's Jobs are named after it, with eleven characters more. */
const CRON_JOB_NAME = 52;
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** What the API server would refuse of a workload, told before it is asked. */
export function checkWorkload(
  object: PlainObject,
  scope: CheckScope,
): Problem[] {
  const podPath = podPathOf(object);
  if (!podPath || !isPlainObject(at(object, ...podPath))) {
    return [];
  }
  const problems: Problem[] = [];
  const report = (keys: PropertyKey[], message: string, expected?: string) =>
    problems.push({
      path: pointer(scope.path, ...keys),
      message,
      ...(expected !== undefined && { expected }),
    });
  const name = at(object, 'metadata', 'name');
  if (
    object.kind === 'CronJob' &&
    typeof name === 'string' &&
    !isOpen(scope, name) &&
    name.length > CRON_JOB_NAME
  ) {
    report(
      ['metadata', 'name'],
      'too long for a CronJob',
      `${CRON_JOB_NAME} characters at most`,
    );
  }
  checkContainers();
  checkSelector();
  checkAppArmor();
  return problems;

  function checkContainers() {
    const containers = at(object, ...podPath!, 'containers');
    const isMissing = !Array.isArray(containers) || containers.length === 0;
    if (isMissing && !isOpen(scope, containers)) {
      report([...podPath!, 'containers'], 'missing', 'a list of containers');
    }
    for (const list of ['initContainers', 'containers']) {
      listAt(object, ...podPath!, list).forEach((container, index) => {
        if (isOpen(scope, container)) {
          return;
        }
        const path = [...podPath!, list, index];
        for (const field of ['name', 'image']) {
          const value = at(container, field);
          if (typeof value !== 'string' || value === '') {
            report([...path, field], 'missing', 'a text');
          }
        }
        listAt(container, 'env').forEach((variable, place) => {
          const value = at(variable, 'value');
          if (value !== undefined && typeof value !== 'string') {
            report(
              [...path, 'env', place, 'value'],
              'not a text',
              'a text: in quotes, or string(...) in an expression',
            );
          }
        });
      });
    }
  }

  function checkSelector() {
    const wanted = at(object, 'spec', 'selector', 'matchLabels');
    const labelsPath = [...podPath!.slice(0, -1), 'metadata', 'labels'];
    const labels = at(object, ...labelsPath);
    if (!isPlainObject(wanted) || isOpen(scope, labels)) {
      return;
    }
    for (const [key, value] of Object.entries(wanted)) {
      const label = at(labels, key);
      const isFit =
        label === value || isOpen(scope, label) || isOpen(scope, value);
      if (label === undefined || !isFit) {
        report(
          ['spec', 'selector', 'matchLabels', key],
          'its own pods have no such label',
          `${key}: ${JSON.stringify(value)} at ${pointer('', ...labelsPath)}`,
        );
      }
    }
  }

  function checkAppArmor() {
    const path = [...podPath!.slice(0, -1), 'metadata', 'annotations'];
    const annotations = at(object, ...path);
    Object.entries(isPlainObject(annotations) ? annotations : {})
      .filter(([key]) => key.startsWith(APP_ARMOR))
      .filter(
        ([, value]) =>
          typeof value === 'string' &&
          !/^(runtime\/default|localhost\/.*|)$/.test(value),
      )
      .forEach(([key]) =>
        report(
          [...path, key],
          'the pod would be refused (pod security: restricted)',
          'runtime/default',
        ),
      );
  }
}
