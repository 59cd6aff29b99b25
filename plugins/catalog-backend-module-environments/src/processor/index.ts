export { EnvironmentTemplateProcessor } from './EnvironmentTemplateProcessor';
