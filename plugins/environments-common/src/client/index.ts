export { EnvironmentsClient } from './EnvironmentsClient';
export type {
  EnvironmentsClientOptions,
  RequestOptions,
} from './EnvironmentsClient';
