import type { Config } from '@backstage/config';
import { NotAllowedError } from '@backstage/errors';
import { isLoopback } from './isLoopback';

/**
 * Refuses a sign-in without passwords wherever somebody but the developer of
 * this machine could use it.
 *
 * @throws NotAllowedError that says which of the three conditions failed.
 */
export function assertDevelopment(config: Config, nodeEnv?: string): void {
  const refusal =
    refuseProduction(nodeEnv) ??
    refuseEnvironment(config.getOptionalString('auth.environment')) ??
    refuseBaseUrl(config.getString('backend.baseUrl'));
  if (refusal) {
    throw new NotAllowedError(
      `auth.providers.personas lets anybody sign in as anybody and is for development only, but ${refusal}. Set it to null in the production configuration and add a real auth provider`,
    );
  }
}

function refuseProduction(nodeEnv: string | undefined) {
  return nodeEnv === 'production' ? 'NODE_ENV is production' : undefined;
}

function refuseEnvironment(environment: string | undefined) {
  return environment === 'development'
    ? undefined
    : `auth.environment is ${environment ?? 'not set'}, expected development`;
}

function refuseBaseUrl(baseUrl: string) {
  return isLoopback(new URL(baseUrl).hostname)
    ? undefined
    : `backend.baseUrl is ${baseUrl}, expected an address of this machine such as http://localhost:7007`;
}
