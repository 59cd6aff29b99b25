import { Flex, Text } from '@backstage/ui';
import {
  FieldTemplateProps,
  ObjectFieldTemplateProps,
  TemplatesType,
} from '@rjsf/utils';
import { TemplateDetail } from '@sandlot/plugin-environments-common';
import { ReactNode } from 'react';
import { FieldProblems } from '../FieldProblems';
import { helpId } from './fieldProps';
import styles from './templates.module.css';

/** A field: BUI's own inputs bring the label; help and problems stand below. */
function FieldTemplate(props: FieldTemplateProps) {
  const { id, hidden, schema, rawHelp, rawErrors, children } = props;
  if (hidden) {
    return <div hidden>{children}</div>;
  }
  return schema.type === 'object' ? (
    <>{children}</>
  ) : (
    <FieldProblems id={id} problems={rawErrors}>
      {children}
      {rawHelp && (
        <Text as="p" id={helpId(id)} variant="body-small" color="secondary">
          {rawHelp}
        </Text>
      )}
    </FieldProblems>
  );
}

/** A group of fields; the outermost has its heading from the page. */
function ObjectFieldTemplate(props: ObjectFieldTemplateProps) {
  const { idSchema, title, description, properties, formContext } = props;
  const isRoot = !idSchema.$id.includes('/');
  if (!isRoot) {
    return (
      <Fieldset title={title} description={description}>
        {properties.map(property => property.content)}
      </Fieldset>
    );
  }
  const groups = (formContext?.groups ?? []) as TemplateDetail['groups'];
  const grouped = groups.flatMap(({ parameters }) => parameters);
  return (
    <Flex direction="column" gap="5">
      <Flex direction="column" gap="4">
        {properties
          .filter(({ name }) => !grouped.includes(name))
          .map(property => property.content)}
      </Flex>
      {groups
        .map(group => ({
          ...group,
          members: properties.filter(({ name }) =>
            group.parameters.includes(name),
          ),
        }))
        .filter(({ members }) => members.length > 0)
        .map(group => (
          <Fieldset
            key={group.title}
            title={group.title}
            description={group.description}
          >
            {group.members.map(({ content }) => content)}
          </Fieldset>
        ))}
    </Flex>
  );
}

function Fieldset(props: {
  title: string;
  description: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{props.title}</legend>
      <Flex direction="column" gap="4">
        {props.description && (
          <Text as="p" variant="body-small" color="secondary">
            {props.description}
          </Text>
        )}
        {props.children}
      </Flex>
    </fieldset>
  );
}

export const templates: Partial<TemplatesType> = {
  FieldTemplate,
  ObjectFieldTemplate,
};
