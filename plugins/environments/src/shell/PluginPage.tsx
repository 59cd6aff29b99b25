import { PluginHeader } from '@backstage/ui';
import { ReactElement, ReactNode } from 'react';

/** What is on a page; Backstage's shell gives the document no `main`. */
export function PluginPage(props: {
  title: string;
  icon: ReactElement;
  children: ReactNode;
}) {
  const { title, icon, children } = props;
  return (
    <main>
      <PluginHeader title={title} icon={icon} />
      {children}
    </main>
  );
}
