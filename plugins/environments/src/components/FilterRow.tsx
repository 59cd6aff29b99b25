import { Flex } from '@backstage/ui';
import { ReactNode } from 'react';

/** The filters of a list, side by side as far as there is room. */
export function FilterRow(props: { label: string; children: ReactNode }) {
  return (
    <Flex
      role="group"
      aria-label={props.label}
      gap="3"
      align="end"
      grow
      style={{ flexWrap: 'wrap' }}
    >
      {props.children}
    </Flex>
  );
}
