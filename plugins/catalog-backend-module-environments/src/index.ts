/**
 * Makes the catalog read `EnvironmentTemplate` entities and show environments
 * as resources of their owners.
 *
 * @packageDocumentation
 */
export { catalogModuleEnvironments as default } from './module';
export { EnvironmentTemplateProcessor } from './processor';
export { EnvironmentEntityProvider } from './provider';
export type { EnvironmentEntityProviderOptions } from './provider';
