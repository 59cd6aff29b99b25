export { templateJsonSchema } from './templateJsonSchema';
export type { TemplateKind } from './templateJsonSchema';
