import type { JsonObject } from '@backstage/types';
import type {
  TemplateCheck,
  TemplateResource,
} from '@sandlot/plugin-environments-common';
import type { TemplateProblem } from '../TemplateProblem';

/**
 * One source of an environment's objects: the template itself, one of its
 * modules or one of its add-ons.
 */
export interface TemplatePart {
  /** Value of the label by which its objects are told apart. */
  origin: string;
  /** JSON Schema of what `parameters` are in its expressions. */
  parameters?: JsonObject;
  resources: TemplateResource[];
  checks: TemplateCheck[];
  /** For modules and add-ons: where the template names it. */
  use?: ModuleUse;
}

export interface ModuleUse {
  /** JSON Pointer, such as `/spec/modules/0`. */
  path: string;
  /** As the template writes it. */
  module: string;
  when?: string;
  with: JsonObject;
  /** For add-ons: the name by which it is switched on. */
  addOn?: string;
}

/** Whether every environment of the template has it. */
export function isUnconditional({ use }: TemplatePart): boolean {
  return use?.when === undefined && use?.addOn === undefined;
}

/** What is wrong within a module stands in another document; here it is told where it is named. */
export function locate(
  { use }: TemplatePart,
  problem: TemplateProblem,
): TemplateProblem {
  return use ? inModule(use, problem) : problem;
}

export function inModule(
  use: { path: string; module: string },
  { path, message, expected }: TemplateProblem,
): TemplateProblem {
  return {
    path: `${use.path}/module`,
    message: `module "${use.module}", ${path}: ${message}`,
    ...(expected !== undefined && { expected }),
  };
}
