/** Channel on which the backend tells pages to fetch environments again. @public */
export const ENVIRONMENTS_CHANNEL = 'environments';

/** Says only that something changed; what, the page asks for with its own rights. @public */
export interface EnvironmentSignal {
  environmentIds: string[];
}

/** Channel on which the backend tells pages to fetch a template and its revisions again. @public */
export const TEMPLATES_CHANNEL = 'environment-templates';

/** Says only that some template changed; which, the page asks for with its own rights. @public */
export type TemplateSignal = Record<string, never>;
