import { Entity } from '@backstage/catalog-model';
import {
  Problem,
  TemplateLifecycle,
} from '@sandlot/plugin-environments-common';
import {
  EnvironmentModule,
  EnvironmentTemplate,
  checkModule,
  checkTemplate,
  moduleRevisionOf,
  revisionOf,
} from '@sandlot/plugin-environments-node';
import { Delivery } from './Delivery';

/** Content without faults, under its digest. */
export interface GoodContent {
  digest: string;
  content: EnvironmentTemplate | EnvironmentModule;
  lifecycle: TemplateLifecycle;
}

export interface CheckedDelivery {
  /** Absent when there are faults in it. */
  good?: GoodContent;
  /** Those of the content, and what the catalog itself says. */
  problems: TemplateProblem[];
}

type TemplateProblem = ReturnType<typeof checkTemplate>['problems'][number];

/** So many faults are shown; who mends those sees the rest. */
const MOST_PROBLEMS = 50;

/** Reads what was delivered, with the modules that were delivered with it. */
export function checkDelivery(
  { kind, entity, faults }: Delivery,
  modules: (ref: string) => Entity | undefined,
): CheckedDelivery {
  const said: Problem[] = faults.map(message => ({ path: '', message }));
  if (kind === 'module') {
    const { module, problems } = checkModule(entity);
    return {
      good: module && {
        digest: moduleRevisionOf(module),
        content: module,
        lifecycle: module.spec.lifecycle ?? 'published',
      },
      problems: [...problems, ...said].slice(0, MOST_PROBLEMS),
    };
  }
  const { template, problems } = checkTemplate(entity, { modules });
  return {
    good: template && {
      digest: revisionOf(template),
      content: template,
      lifecycle: template.spec.lifecycle ?? 'published',
    },
    problems: [...problems, ...said].slice(0, MOST_PROBLEMS),
  };
}
