import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';

/** Whether the catalog has such a user or group; whoever asks may not see all of them. */
export async function isPrincipal(
  catalog: CatalogService,
  auth: AuthService,
  ref: string,
): Promise<boolean> {
  if (!/^(user|group):/.test(ref)) return false;
  const credentials = await auth.getOwnServiceCredentials();
  return (await catalog.getEntityByRef(ref, { credentials })) !== undefined;
}
