import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';
import { environmentsApiRef } from '../api';
import { useLocation, useNavigate } from '../router';
import { forgetShareCode, keptShareCode } from './members/keptShareCode';
import { shareCodeIn } from './members/shareFragment';

/**
 * Takes the code of a share link out of the address, or from before the sign-in, and hands
 * it in, before anything is asked about the environment, which the caller may not see until then.
 */
export function useShareCode(id: string): {
  isPending: boolean;
  error?: Error;
} {
  const api = useApi(environmentsApiRef);
  const navigate = useNavigate();
  const { pathname, search, hash } = useLocation();
  const [code, setCode] = useState(
    () => shareCodeIn(hash) ?? keptShareCode(id),
  );
  const [error, setError] = useState<Error>();

  // Who opens another link on the same page hands that in as well.
  const found = shareCodeIn(hash);
  if (found && found !== code) setCode(found);

  useEffect(() => {
    if (found) navigate({ pathname, search, hash: '' }, { replace: true });
  }, [found, navigate, pathname, search]);

  useEffect(() => {
    if (!code) return undefined;
    const controller = new AbortController();
    setError(undefined);
    api
      .redeemShare(id, code, { signal: controller.signal })
      .catch(refusal => {
        if (!controller.signal.aborted) setError(toError(refusal));
      })
      .finally(() => {
        if (controller.signal.aborted) return;
        forgetShareCode(id);
        setCode(undefined);
      });
    return () => controller.abort();
  }, [api, code, id]);

  return { isPending: code !== undefined, error };
}
