import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { ApprovalDelegation } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../../api';
import { Resource, useResource } from '../../hooks/useResource';

/** Who stands in for whom, as far as it concerns whoever is signed in. */
export interface StandIns {
  /** Those who decide in their place. */
  mine: ApprovalDelegation[];
  /** Those in whose place they decide. */
  forOthers: ApprovalDelegation[];
}

export function useStandIns(): Resource<StandIns> {
  const api = useApi(environmentsApiRef);
  const identityApi = useApi(identityApiRef);
  return useResource('stand-ins', async signal => {
    const { userEntityRef: me } = await identityApi.getBackstageIdentity();
    const { items } = await api.listApprovalDelegations({ signal });
    return {
      mine: items.filter(({ from }) => from === me),
      forOthers: items.filter(({ from }) => from !== me),
    };
  });
}
