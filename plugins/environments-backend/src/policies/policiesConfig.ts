import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  TemplatePolicy,
  templatePolicySchema,
} from '@sandlot/plugin-environments-common';
import {
  PolicySet,
  checkPolicySet,
  parseGrammar,
} from '@sandlot/plugin-environments-node';
import { z } from 'zod/v4';
import { readClustersConfig } from '../clusters/clustersConfig';

const PATH = 'environments.policies';
const POLICIES = z.array(templatePolicySchema).max(50);

/** Policies of the configuration. */
export class PolicyRules {
  readonly #portal: readonly TemplatePolicy[];
  readonly #clusters: ReadonlyMap<string, readonly TemplatePolicy[]>;

  /** @throws InputError that names the place of each fault and what was expected there */
  static fromConfig(config: Config): PolicyRules {
    const portal = readPolicies(config.getOptional(PATH), PATH);
    const clusters = readClustersConfig(config).map(
      ({ name, policies }, index): [string, TemplatePolicy[]] => [
        name,
        readPolicies(policies, `environments.clusters[${index}].policies`),
      ],
    );
    return new PolicyRules(portal, new Map(clusters));
  }

  static none(): PolicyRules {
    return new PolicyRules([], new Map());
  }

  private constructor(
    portal: readonly TemplatePolicy[],
    clusters: ReadonlyMap<string, readonly TemplatePolicy[]>,
  ) {
    this.#portal = portal;
    this.#clusters = clusters;
  }

  /** Those of the portal and of a cluster. */
  for(cluster: string): PolicySet[] {
    return [
      { source: 'portal', policies: this.#portal },
      { source: 'cluster', policies: this.#clusters.get(cluster) ?? [] },
    ];
  }
}

function readPolicies(value: unknown, path: string): TemplatePolicy[] {
  const { data = [], problems: unread } = parseGrammar(POLICIES, value ?? []);
  const problems = unread.length > 0 ? unread : checkPolicySet(data, '');
  if (problems.length > 0) {
    throw new InputError(
      problems
        .map(
          problem =>
            `${path}${problem.path.replaceAll('/', '.')}: ${problem.message}${
              problem.expected ? `; expected ${problem.expected}` : ''
            }`,
        )
        .join('\n'),
    );
  }
  return data;
}
