import { useEffect } from 'react';
import { keepShareCode } from '../environment/members/keptShareCode';
import { useLocation, useNavigate } from '../router';

/** Takes the code of a share link out of the address before somebody signs in, and shows nothing. */
export function ShareCodeKeeper() {
  const { pathname, search, hash } = useLocation();
  const navigate = useNavigate();
  useEffect(() => {
    if (keepShareCode(pathname, hash)) {
      navigate({ pathname, search, hash: '' }, { replace: true });
    }
  }, [hash, navigate, pathname, search]);
  return null;
}
