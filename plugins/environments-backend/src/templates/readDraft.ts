import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { Problem } from '@sandlot/plugin-environments-common';
import {
  EnvironmentTemplate,
  checkTemplate,
  readSource,
  revisionOf,
} from '@sandlot/plugin-environments-node';

/** A text from the workbench, read as a template. */
export interface Draft {
  /** Absent when the text does not even say which template it is. */
  ref?: string;
  /** Absent when there are problems. */
  good?: {
    ref: string;
    title: string;
    revision: string;
    template: EnvironmentTemplate;
  };
  /** With lines and columns. */
  problems: Problem[];
  warnings: Problem[];
}

/** Reads the one template of a text; its modules are those of the catalog. */
export function readDraft(
  text: string,
  modules: (ref: string) => Entity | undefined,
): Draft {
  const source = readSource(text);
  const [document, ...others] = source.documents;
  if (source.problems.length > 0 || !document) {
    return {
      ref: document && refOf(document.entity),
      problems:
        source.problems.length > 0
          ? source.problems
          : [
              {
                path: '',
                message: 'there is no template in it',
                expected: 'one EnvironmentTemplate, as YAML',
                line: 1,
                column: 1,
              },
            ],
      warnings: [],
    };
  }
  const placed = (list: ReturnType<typeof checkTemplate>['problems']) =>
    list.map(({ offset, ...problem }) => ({
      ...problem,
      ...document.locate(problem.path, offset),
    }));
  const { template, problems, warnings } = checkTemplate(document.entity, {
    modules,
  });
  const tooMany = others.map(other => ({
    path: '',
    message: 'there is more than one document in it',
    expected: 'one EnvironmentTemplate',
    ...other.locate(''),
  }));
  const ref = refOf(document.entity);
  return {
    ref,
    good:
      template && ref && tooMany.length === 0
        ? {
            ref,
            title: template.metadata.title ?? template.metadata.name,
            revision: revisionOf(template),
            template,
          }
        : undefined,
    problems: [...tooMany, ...placed(problems)],
    warnings: placed(warnings),
  };
}

function refOf(entity: Entity): string | undefined {
  const { metadata } = entity;
  const isNamed =
    typeof metadata?.name === 'string' &&
    ['string', 'undefined'].includes(typeof metadata.namespace);
  return isNamed
    ? stringifyEntityRef({
        kind: 'EnvironmentTemplate',
        namespace: metadata.namespace ?? 'default',
        name: metadata.name,
      })
    : undefined;
}
