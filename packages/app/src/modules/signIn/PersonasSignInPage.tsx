import { ProxiedSignInPage } from '@backstage/core-components';
import {
  type IdentityApi,
  configApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { useCallback, useMemo, useState } from 'react';
import { readPersonas } from './Persona';
import { PersonaChoice } from './PersonaChoice';
import { rememberedPersona } from './rememberedPersona';

/**
 * Asks who one wants to be, and signs in as them without a password. Only for
 * development: the backend has the provider nowhere else.
 */
export function PersonasSignInPage({ onSignInSuccess }: SignInPageProps) {
  const config = useApi(configApiRef);
  const personas = useMemo(() => readPersonas(config), [config]);
  const [attempt, setAttempt] = useState({
    count: 0,
    entityRef: rememberedPersona.get(),
  });
  const persona = personas.find(
    ({ entityRef }) => entityRef === attempt.entityRef,
  );

  const choose = useCallback((entityRef: string) => {
    setAttempt(({ count }) => ({ count: count + 1, entityRef }));
  }, []);

  const RefusedChoice = useCallback(
    ({ error }: { error?: Error }) => (
      <PersonaChoice
        personas={personas}
        onChoose={choose}
        refused={persona && error && { persona, error }}
      />
    ),
    [personas, persona, choose],
  );

  if (!persona) {
    return <PersonaChoice personas={personas} onChoose={choose} />;
  }
  return (
    <ProxiedSignInPage
      key={attempt.count}
      provider="personas"
      headers={{ 'x-sandlot-persona': persona.entityRef }}
      ErrorComponent={RefusedChoice}
      onSignInSuccess={identity => {
        rememberedPersona.set(persona.entityRef);
        onSignInSuccess(forgetOnSignOut(identity));
      }}
    />
  );
}

function forgetOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    async signOut() {
      rememberedPersona.clear();
      await identity.signOut();
    },
  };
}
