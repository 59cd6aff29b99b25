import { Button, Dialog } from '@backstage/ui';
import { useState } from 'react';
import { ReasonedForm } from './ReasonedForm';

interface ReasonedAct {
  /** What is done, as a word on buttons. */
  action: string;
  title: string;
  /** What it means. */
  description: string;
  /** That it was not done. */
  failed: string;
  isDestructive?: boolean;
  isReasonOptional?: boolean;
  act: (reason: string) => Promise<void>;
}

/** A button for something that is only done with a reason. */
export function ReasonDialog(
  props: ReasonedAct & {
    /** Of the button, where its word alone does not say what is meant. */
    label?: string;
    size?: 'small' | 'medium';
  },
) {
  const { label, size, ...act } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="secondary"
        size={size}
        aria-label={label}
        onPress={() => setOpen(true)}
      >
        {act.action}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(32rem, 92vw)">
        <ReasonedForm {...act} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
