import {
  FrozenCheck,
  KubernetesObject,
  checkHolds,
} from '@sandlot/plugin-environments-node';
import { whyTooLarge } from './whyTooLarge';

/** A check, and the object that it looks at as the cluster has it. */
export interface CheckedObject {
  check: FrozenCheck;
  object: KubernetesObject | undefined;
}

export type ChecksVerdict =
  | { state: 'passed' }
  | { state: 'waiting'; message: string }
  | { state: 'failed'; message: string };

/**
 * What the template's own checks say. All have to hold at the same time; one
 * that doesn't after its own time has failed, whatever the others do. An object
 * that is too large to be looked at holds none.
 *
 * @param waitedSeconds - since the checks began
 */
export function judgeChecks(
  looked: CheckedObject[],
  waitedSeconds: number,
): ChecksVerdict {
  const open = looked.flatMap(({ check, object }) => {
    const excess = object && whyTooLarge(object);
    return !excess && checkHolds(check, object)
      ? []
      : [{ check, message: excess ?? check.message }];
  });
  if (open.length === 0) return { state: 'passed' };
  const late = open.find(({ check }) => waitedSeconds >= check.timeoutSeconds);
  if (late) {
    return {
      state: 'failed',
      message: `${late.check.name}: ${late.message}`,
    };
  }
  const held = looked.length - open.length;
  const [{ check, message }] = open;
  return {
    state: 'waiting',
    message: `${check.name}: ${message} (${held} of ${
      looked.length
    } checks hold; this one has ${Math.ceil(
      check.timeoutSeconds - waitedSeconds,
    )} s left)`,
  };
}
