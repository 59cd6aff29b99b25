import { Flex, Text } from '@backstage/ui';
import {
  FieldTemplateProps,
  ObjectFieldTemplateProps,
  TemplatesType,
} from '@rjsf/utils';
import { FieldProblems } from '../FieldProblems';

/** A field: BUI's own inputs bring label and help, the problems stand below. */
function FieldTemplate(props: FieldTemplateProps) {
  const { id, hidden, schema, rawErrors, children } = props;
  if (hidden) {
    return <div hidden>{children}</div>;
  }
  return schema.type === 'object' ? (
    <>{children}</>
  ) : (
    <FieldProblems id={id} problems={rawErrors}>
      {children}
    </FieldProblems>
  );
}

/** A group of fields; the outermost has its heading from the page. */
function ObjectFieldTemplate(props: ObjectFieldTemplateProps) {
  const { idSchema, title, description, properties } = props;
  const isRoot = !idSchema.$id.includes('/');
  const fields = (
    <Flex direction="column" gap="4">
      {properties.map(property => property.content)}
    </Flex>
  );
  return isRoot ? (
    fields
  ) : (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <Text as="legend" weight="bold">
        {title}
      </Text>
      {description && (
        <Text as="p" variant="body-small" color="secondary">
          {description}
        </Text>
      )}
      {fields}
    </fieldset>
  );
}

export const templates: Partial<TemplatesType> = {
  FieldTemplate,
  ObjectFieldTemplate,
};
