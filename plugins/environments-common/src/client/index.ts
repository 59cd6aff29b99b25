export { EnvironmentsClient } from './EnvironmentsClient';
export type {
  EnvironmentsClientOptions,
  RequestOptions,
} from './EnvironmentsClient';
export type { components, operations } from './schema.generated';
