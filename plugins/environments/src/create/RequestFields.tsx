import { Select, TextField } from '@backstage/ui';
import {
  Cluster,
  Problem,
  entityName,
} from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import { ClusterField } from './ClusterField';
import { FieldProblems, problemsId } from './FieldProblems';
import { problemsAt } from './problems';
import { CreateForm } from './useCreateForm';

/** What every request has, whatever the template: name, owner, cluster. */
export function RequestFields(props: {
  form: CreateForm;
  owners: string[];
  clusters: Cluster[];
  problems: Problem[];
  isDisabled?: boolean;
}) {
  const { form, owners, clusters, problems, isDisabled } = props;
  const { values, change } = form;
  const t = useTranslation();

  // The rule of the name is known here: no need to wait for the server.
  const nameProblems = form.isNameGood
    ? problemsAt(problems, '/name')
    : [t('create.field.nameProblem')];
  const ownerProblems = problemsAt(problems, '/owner');

  return (
    <>
      <FieldProblems id="name" problems={nameProblems}>
        <TextField
          id="name"
          label={t('create.field.name')}
          description={t('create.field.nameHelp')}
          isRequired
          isDisabled={isDisabled}
          validationBehavior="aria"
          isInvalid={nameProblems.length > 0}
          aria-describedby={problemsId('name')}
          value={values.name}
          onChange={name => change({ name }, '/name')}
        />
      </FieldProblems>
      <FieldProblems id="owner" problems={ownerProblems}>
        <Select
          label={t('create.field.owner')}
          description={t('create.field.ownerHelp')}
          isRequired
          isDisabled={isDisabled}
          validationBehavior="aria"
          isInvalid={ownerProblems.length > 0}
          value={values.owner}
          options={owners.map(ref => ({ id: ref, label: entityName(ref) }))}
          onChange={key => change({ owner: String(key) }, '/owner')}
        />
      </FieldProblems>
      <ClusterField
        clusters={clusters}
        value={values.cluster}
        problems={problemsAt(problems, '/cluster')}
        isDisabled={isDisabled}
        onChange={cluster => change({ cluster }, '/cluster')}
      />
    </>
  );
}
