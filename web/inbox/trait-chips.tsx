import {
  AtSign,
  Bot,
  CalendarDays,
  CheckCheck,
  Clock,
  Flag,
  Forward,
  Lock,
  type LucideIcon,
  MailOpen,
  MailQuestionMark,
  MailX,
  Newspaper,
  Repeat,
  Signature,
  TreePalm,
  Users,
} from 'lucide-react'
import { type ComponentProps, useId, useState } from 'react'
import type { MailTrait } from '../../shared/mail-traits.ts'
import { t } from '../labels/labels.ts'
import { Chip } from '../ui/chip.tsx'
import styles from './trait-chips.module.css'

/** What kind of mail it is; a click, a tap or Enter on a kind says below what that means. */
export function TraitChips({ traits }: { traits: readonly MailTrait[] }) {
  const [explained, setExplained] = useState<MailTrait | null>(null)
  const sentenceId = useId()
  if (traits.length === 0) return null
  return (
    <>
      {traits.map((trait) => (
        <button
          key={trait}
          type="button"
          className={styles.trait}
          title={t(`mail.traitMeans.${trait}`)}
          aria-expanded={explained === trait}
          aria-controls={explained === trait ? sentenceId : undefined}
          onClick={() => setExplained(explained === trait ? null : trait)}
        >
          <Chip {...looks[trait]}>{t(`mail.trait.${trait}`)}</Chip>
        </button>
      ))}
      {explained && (
        <p id={sentenceId} className={styles.sentence} role="status">
          {t(`mail.traitMeans.${explained}`)}
        </p>
      )}
    </>
  )
}

type Look = { icon: LucideIcon; tone?: NonNullable<ComponentProps<typeof Chip>['tone']> }

const looks: Record<MailTrait, Look> = {
  autoReply: { icon: Bot },
  outOfOffice: { icon: TreePalm },
  bounce: { icon: MailX, tone: 'over' },
  delayNotice: { icon: Clock, tone: 'due' },
  deliveryReceipt: { icon: CheckCheck },
  readReceipt: { icon: MailOpen },
  complaint: { icon: Flag, tone: 'over' },
  mailingList: { icon: Users },
  newsletter: { icon: Newspaper },
  roleSender: { icon: AtSign },
  loop: { icon: Repeat, tone: 'due' },
  forwarded: { icon: Forward },
  forwardingConfirmation: { icon: MailQuestionMark, tone: 'info' },
  invitation: { icon: CalendarDays },
  encrypted: { icon: Lock },
  signed: { icon: Signature },
}
