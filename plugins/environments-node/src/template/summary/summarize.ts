import type { SummaryItem } from '@sandlot/plugin-environments-common';
import type { KubernetesObject } from '../../KubernetesObject';
import { describeAccess, describeSecurity } from './describeAccess';
import { describeNetwork } from './describeNetwork';
import { describeOrigins } from './describeOrigins';
import { describeLimits, describeQuota } from './describeQuota';
import {
  describeOthers,
  describeStorage,
  describeWorkloads,
} from './describeWorkloads';

const DESCRIBERS = [
  describeQuota,
  describeWorkloads,
  describeStorage,
  describeOthers,
  describeOrigins,
  describeNetwork,
  describeAccess,
  describeSecurity,
  describeLimits,
];

/**
 * What one gets, for a person who does not read manifests. Told from the
 * rendered objects alone, so that it can't promise what is not made.
 *
 * @public
 */
export function summarize(objects: KubernetesObject[]): SummaryItem[] {
  return DESCRIBERS.flatMap(describe => describe(objects));
}
