import type { JsonObject } from '@backstage/types';

/** What expressions speak about; those of a scope are given, others not. */
export interface ExpressionContext {
  parameters: JsonObject;
  environment?: { id: string; name: string; namespace: string };
  owner?: { ref: string; name: string };
  cluster?: { name: string; labels?: Record<string, string> };
  template?: { name: string; namespace: string; revision: string };
  /** Names of the add-ons that are switched on. */
  addOns?: string[];
  /** A Kubernetes object as the cluster has it. */
  object?: JsonObject;
  requester?: { ref: string; groups: string[] };
  entity?: PolicyEntity;
  time?: { date: string; hour: number; weekday: number };
  usage?: { owner: number; template: number; cluster: number; all: number };
}

/**
 * The catalog entity that an environment is for; what it doesn't have, or where there is
 * none, is an empty text or list.
 *
 * @public
 */
export interface PolicyEntity {
  ref: string;
  kind: string;
  name: string;
  type: string;
  owner: string;
  system: string;
  domain: string;
  lifecycle: string;
  tags: string[];
  labels: Record<string, string>;
}

/**
 * Which names an expression may use: `form` only the parameters, `module` the
 * environment too, `template` the chosen add-ons too; `policy` what a request is judged
 * by, and `anyPolicy` the same for any template, whose parameters are not known.
 */
export type ExpressionScope =
  | 'form'
  | 'module'
  | 'template'
  | 'policy'
  | 'anyPolicy';

const ENVIRONMENT = {
  environment: { id: 'string', name: 'string', namespace: 'string' },
  owner: { ref: 'string', name: 'string' },
  cluster: { name: 'string' },
  template: { name: 'string', namespace: 'string', revision: 'string' },
} as const;

/** What policies know beside that. */
const REQUEST = {
  ...ENVIRONMENT,
  // Before it is made there is no id, and the end of its namespace's name is not drawn.
  environment: { name: 'string' },
  cluster: { name: 'string', labels: 'map<string, string>' },
  requester: { ref: 'string', groups: 'list<string>' },
  entity: {
    ref: 'string',
    kind: 'string',
    name: 'string',
    type: 'string',
    owner: 'string',
    system: 'string',
    domain: 'string',
    lifecycle: 'string',
    tags: 'list<string>',
    labels: 'map<string, string>',
  },
  time: { date: 'string', hour: 'int', weekday: 'int' },
  usage: { owner: 'int', template: 'int', cluster: 'int', all: 'int' },
} as const;

/** Names with their CEL type, or with their fields. */
export type Roots = Readonly<
  Record<string, string | Readonly<Record<string, string>>>
>;

export function rootsOf(scope: ExpressionScope): Roots {
  if (scope === 'policy' || scope === 'anyPolicy') {
    return {
      ...REQUEST,
      addOns: 'list<string>',
      ...(scope === 'anyPolicy' && { parameters: 'map<string, dyn>' }),
    };
  }
  return {
    ...(scope !== 'form' && ENVIRONMENT),
    ...(scope === 'template' && { addOns: 'list<string>' }),
  };
}

/** All names that have a meaning somewhere; no loop may take one of them. */
export const RESERVED_NAMES = [
  'parameters',
  ...Object.keys(REQUEST),
  'addOns',
  'object',
];
