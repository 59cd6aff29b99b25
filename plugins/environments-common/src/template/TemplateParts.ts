import type { JsonObject } from '@backstage/types';

/**
 * An object as a template writes it: a Kubernetes manifest whose values may
 * hold `${...}` expressions.
 *
 * @public
 */
export interface TemplateResource extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: JsonObject & { name: string };
}

/**
 * Who may use a template or module: `draft` only its testers and ops,
 * `published` (the default) everybody who has access, `deprecated` too, though
 * it is on its way out.
 *
 * @public
 */
export type TemplateLifecycle = 'draft' | 'published' | 'deprecated';

/** @public */
export type TemplateAccess = {
  /** Entity references of users and groups; only they may create. Absent: everybody. */
  requesters?: string[];
  /** Entity references of users and groups who may try drafts, beside ops. */
  testers?: string[];
};

/** A part of the form. @public */
export type TemplateGroup = {
  title: string;
  description?: string;
  /** Names of parameters; each stands in one group at most. */
  parameters: string[];
};

/** A module that every environment of the template has, or has if `when` says so. @public */
export type TemplateModule = {
  /** Entity reference; the kind is EnvironmentModule, the namespace `default`, unless it says otherwise. */
  module: string;
  /** CEL, true or false, without `${}`. */
  when?: string;
  /** Values for the module's parameters; may hold `${...}`. */
  with?: JsonObject;
};

/** A module that the developer may switch on. @public */
export type TemplateAddOn = {
  /** Lower case letters, digits and hyphens, a letter first; 31 characters at most. */
  name: string;
  /** Entity reference, as in {@link TemplateModule}. */
  module: string;
  /** Absent: the module's own. */
  title?: string;
  description?: string;
  /** Whether it is switched on in a fresh form. */
  default?: boolean;
  /** CEL over `parameters`, true or false: only then it is offered. */
  when?: string;
  /** Values for the module's parameters; may hold `${...}`. */
  with?: JsonObject;
};

/** The developer may add manifests of these kinds. @public */
export type TemplateOwnManifests = {
  kinds: string[];
  /** How many objects; 20 unless told, 50 at most. */
  maximum?: number;
};

/** Durations are a whole number and m, h, d or w, such as `7d`. @public */
export type TemplateLease = {
  default?: string;
  maximum?: string;
};

/** How many environments of the template there may be. @public */
export type TemplateEnvironmentLimits = {
  perOwner?: number;
  total?: number;
};

/** On which clusters environments of the template are made. @public */
export type TemplatePlacement = {
  /** Those that have all of these labels; absent: any. */
  clusters?: { matchLabels: Record<string, string> };
};

/** @public */
export type TemplateApproval = {
  /** Entity reference of the user or group who must agree. */
  by: string;
  /** How many of them; one unless told. */
  count?: number;
  /** CEL, true or false: only then they are asked. */
  when?: string;
};

/** @public */
export type TemplatePolicy = {
  name: string;
  /** CEL, true or false; absent: always. */
  when?: string;
  effect: 'allow' | 'deny' | 'requireApproval' | 'shortenLease' | 'forceAddOn';
  /** What the developer reads. */
  message: string;
  /** For `requireApproval`: entity reference of the user or group who must agree. */
  by?: string;
  /** For `requireApproval`: how many of them. */
  count?: number;
  /** For `shortenLease`: a duration such as `7d`. */
  maximum?: string;
  /** For `forceAddOn`: its name. */
  addOn?: string;
};

/** What must hold before an environment is Ready. @public */
export type TemplateCheck = {
  name: string;
  /** One of the objects that the same template or module makes; the name may hold `${...}`. */
  object: { apiVersion: string; kind: string; name: string };
  /** CEL over `object` and the usual names; a field that is missing means: not yet. */
  that: string;
  /** What is wrong as long as it doesn't hold. */
  message: string;
  /** 300 unless told; 5 to 1800. */
  timeoutSeconds?: number;
};

/** How a parameter is asked for; stands as `ui` in its schema. @public */
export type ParameterUi = {
  widget?: 'text' | 'textarea' | 'radio' | 'select';
  placeholder?: string;
  help?: string;
  /** `catalog`: the value is a full entity reference. `cluster`: the name of a configured cluster. */
  picker?: 'catalog' | 'cluster';
  /** For `picker: catalog`, fields of entities with the values that are offered. */
  filter?: { [field: string]: string[] };
  /** CEL over the other parameters; where it is false the value is the default. */
  when?: string;
};
