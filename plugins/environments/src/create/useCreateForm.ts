import { getDefaultFormState } from '@rjsf/utils';
import validator from '@rjsf/validator-ajv8';
import {
  Environment,
  TemplateDetail,
} from '@sandlot/plugin-environments-common';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { suggestName } from './random';
import { useKeptForm } from './useKeptForm';

/** What stands in the form. */
export interface CreateValues {
  name: string;
  owner: string;
  /** Undefined for the one with the most room. */
  cluster?: string;
  /** When its lease is to end; undefined as the template has it. */
  expiresAt?: string;
  parameters: Record<string, unknown>;
  /** Names of those that are switched on, on offer or not. */
  addOns: string[];
  /** The developer's own objects, as YAML. */
  manifests: string;
}

const NAME_PATTERN = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const NAME_MAX_LENGTH = 40;

/**
 * The form's values, and which fields were touched: only those complain. Who left
 * it and comes back finds it as it was.
 *
 * @param source - an environment to begin with the choices of
 * @param purpose - forms of one template for something else are kept each for itself
 */
export function useCreateForm(
  template: TemplateDetail,
  owners: string[],
  source?: Environment,
  purpose: 'create' | 'simulate' = 'create',
) {
  const { kept, keep, forget } = useKeptForm(
    [purpose, template.ref, template.revision, source?.id].join(' '),
  );
  const [values, setValues] = useState<CreateValues>(
    () =>
      kept ?? {
        name: suggestName(source?.name ?? template.name),
        owner: owners.find(owner => owner === source?.owner) ?? owners[0] ?? '',
        parameters: getDefaultFormState(
          validator,
          template.parameters,
          source?.parameters ?? {},
          template.parameters,
        ) as Record<string, unknown>,
        addOns: template.addOns
          .filter(addOn => source?.addOns.includes(addOn.name) ?? addOn.default)
          .map(({ name }) => name),
        manifests: '',
      },
  );
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isEverythingTouched, setEverythingTouched] = useState(false);

  const touch = useCallback((path: string) => {
    setTouched(previous => new Set(previous).add(path));
  }, []);

  const change = useCallback(
    (changes: Partial<CreateValues>, path: string) => {
      setValues(previous => ({ ...previous, ...changes }));
      touch(path);
    },
    [touch],
  );

  useEffect(() => {
    if (touched.size > 0) keep(values);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [values]);

  return useMemo(
    () => ({
      values,
      /** It is sent: the next one is a new one. */
      forget,
      change,
      touch,
      touchEverything: () => setEverythingTouched(true),
      isEverythingTouched,
      isTouched: (path: string) => isEverythingTouched || touched.has(path),
      isNameGood:
        values.name.length <= NAME_MAX_LENGTH && NAME_PATTERN.test(values.name),
    }),
    // What `forget` is made of stays as long as the form.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [values, change, touch, touched, isEverythingTouched],
  );
}

/** @see useCreateForm */
export type CreateForm = ReturnType<typeof useCreateForm>;
