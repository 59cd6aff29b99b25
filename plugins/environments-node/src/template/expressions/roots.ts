import type { JsonObject } from '@backstage/types';

/** What expressions speak about; those of a scope are given, others not. */
export interface ExpressionContext {
  parameters: JsonObject;
  environment?: { id: string; name: string; namespace: string };
  owner?: { ref: string; name: string };
  cluster?: { name: string };
  template?: { name: string; namespace: string; revision: string };
  /** Names of the add-ons that are switched on. */
  addOns?: string[];
  /** A Kubernetes object as the cluster has it. */
  object?: JsonObject;
}

/**
 * Which names an expression may use: `form` only the parameters, `module` the
 * environment too, `template` the chosen add-ons too.
 */
export type ExpressionScope = 'form' | 'module' | 'template';

const ENVIRONMENT = {
  environment: { id: 'string', name: 'string', namespace: 'string' },
  owner: { ref: 'string', name: 'string' },
  cluster: { name: 'string' },
  template: { name: 'string', namespace: 'string', revision: 'string' },
} as const;

/** Names with their CEL type, or with their fields. */
export type Roots = Readonly<
  Record<string, string | Readonly<Record<string, string>>>
>;

export function rootsOf(scope: ExpressionScope): Roots {
  return {
    ...(scope !== 'form' && ENVIRONMENT),
    ...(scope === 'template' && { addOns: 'list<string>' }),
  };
}

/** All names that have a meaning somewhere; no loop may take one of them. */
export const RESERVED_NAMES = [
  'parameters',
  ...Object.keys(ENVIRONMENT),
  'addOns',
  'object',
];
