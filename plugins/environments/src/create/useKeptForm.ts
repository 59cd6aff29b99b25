import { useApi } from '@backstage/frontend-plugin-api';
import { EnvironmentsApi, environmentsApiRef } from '../api';
import type { CreateValues } from './useCreateForm';

/** By app, and there by form: nothing of it is written anywhere. */
const forms = new WeakMap<EnvironmentsApi, Map<string, CreateValues>>();

/**
 * What was typed into a form that was left, until it is sent or the portal is
 * closed: a look at another page must not cost it.
 *
 * @param form - which one it is
 */
export function useKeptForm(form: string) {
  const api = useApi(environmentsApiRef);
  const ofApp = forms.get(api) ?? new Map<string, CreateValues>();
  forms.set(api, ofApp);
  return {
    kept: ofApp.get(form),
    keep: (values: CreateValues) => ofApp.set(form, values),
    forget: () => ofApp.delete(form),
  };
}
