import { Flex, Text } from '@backstage/ui';
import { ReactNode } from 'react';

/** What a place says when there is nothing in it, and what one can do. */
export function Sentence(props: { children: ReactNode; action?: ReactNode }) {
  return (
    <Flex direction="column" gap="3" align="start" py="4">
      <Text as="p" color="secondary">
        {props.children}
      </Text>
      {props.action}
    </Flex>
  );
}
