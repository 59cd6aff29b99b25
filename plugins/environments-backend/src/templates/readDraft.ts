import {
  DEFAULT_NAMESPACE,
  Entity,
  KubernetesValidatorFunctions,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ENVIRONMENT_TEMPLATE_KIND,
  Problem,
} from '@sandlot/plugin-environments-common';
import {
  EnvironmentTemplate,
  checkTemplate,
  readSource,
  revisionOf,
} from '@sandlot/plugin-environments-node';

/** A text from the workbench, read as a template. */
export interface Draft {
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

/** A text of which no more is known yet than which template it says that it is. */
export interface UncheckedDraft {
  /** Absent when the text does not say it, or says what no template can be called. */
  ref?: string;
  /**
   * All that there is to say of it. That takes a while: not before it is decided
   * that this may be asked.
   */
  check(modules: (ref: string) => Entity | undefined): Draft;
}

/** Reads the one template of a text; its modules are those of the catalog. */
export function readDraft(text: string): UncheckedDraft {
  const source = readSource(text);
  const [document] = source.documents;
  const ref = document && refOf(document.entity);
  return { ref, check: modules => check(source, ref, modules) };
}

function check(
  { documents, problems: faults }: ReturnType<typeof readSource>,
  ref: string | undefined,
  modules: (ref: string) => Entity | undefined,
): Draft {
  const [document, ...others] = documents;
  if (faults.length > 0) return { problems: faults, warnings: [] };
  if (!document) {
    const nothing = {
      path: '',
      message: 'there is no template in it',
      expected: 'one EnvironmentTemplate, as YAML',
      line: 1,
      column: 1,
    };
    return { problems: [nothing], warnings: [] };
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
  const misnamed =
    template && !ref
      ? placed([
          {
            path: '/metadata/name',
            message: 'no template can have this name and namespace',
            expected: 'up to 63 letters, digits and -',
          },
        ])
      : [];
  return {
    good:
      template && ref && tooMany.length === 0
        ? {
            ref,
            title: template.metadata.title ?? template.metadata.name,
            revision: revisionOf(template),
            template,
          }
        : undefined,
    problems: [...tooMany, ...misnamed, ...placed(problems)],
    warnings: placed(warnings),
  };
}

function refOf({ metadata }: Entity): string | undefined {
  const { name, namespace = DEFAULT_NAMESPACE } = metadata ?? {};
  // It is recorded, so it is nothing that the catalog could not have.
  return KubernetesValidatorFunctions.isValidObjectName(name) &&
    KubernetesValidatorFunctions.isValidNamespace(namespace)
    ? stringifyEntityRef({ kind: ENVIRONMENT_TEMPLATE_KIND, namespace, name })
    : undefined;
}
