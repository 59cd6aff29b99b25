export { EnvironmentEntityProvider } from './EnvironmentEntityProvider';
export type { EnvironmentEntityProviderOptions } from './EnvironmentEntityProvider';
