import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Clock, Ellipsis, MailWarning, RotateCcw, Undo2 } from 'lucide-react'
import { api } from '../../data/api.ts'
import { invitationsQuery } from '../../data/queries.ts'
import type { Invitation, SentInvitation, Team } from '../../data/types.ts'
import { longDate } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu, MenuItem, MenuNote } from '../../ui/menu.tsx'
import table from '../../ui/table.module.css'
import { showToast } from '../../ui/toast.tsx'
import styles from './people.module.css'
import { Refusal } from './refusal.tsx'
import { TeamsOf } from './teams-of.tsx'
import { useSendsMail } from './use-sends-mail.ts'

type InvitationRowProps = {
  invitation: Invitation
  teams: readonly Team[]
  onWithdraw: () => void
  onLink: (sent: SentInvitation) => void
}

/** Somebody who is invited and has not come yet. */
export function InvitationRow({ invitation, teams, onWithdraw, onLink }: InvitationRowProps) {
  const client = useQueryClient()
  const sendsMail = useSendsMail()
  const name = invitation.name || invitation.email
  const resend = useMutation({
    mutationFn: () => api.inviteAgain(invitation.id),
    onSuccess: async (sent) => {
      if (sent.link === null) showToast({ text: t('people.resent', { name }) })
      else onLink(sent)
      await client.invalidateQueries(invitationsQuery)
    },
  })
  const label = t('people.actions', { name })
  return (
    <tr className={styles.row}>
      <td>
        <div className={table.who}>
          <Avatar id={`invitation-${invitation.id}`} name={name} size={32} />
          <div className={styles.text}>
            <div className={table.name}>{name}</div>
            {invitation.name && <div className={table.sub}>{invitation.email}</div>}
            <Refusal error={resend.error} email={invitation.email} />
          </div>
        </div>
      </td>
      <td>{t(`people.role.${invitation.role}`)}</td>
      <td>
        <TeamsOf place={invitation} teams={teams} />
      </td>
      <td>
        <span className={styles.quiet}>{t(`people.seat.${invitation.seat}`)}</span>
      </td>
      <td>
        <StateOf invitation={invitation} />
        {invitation.state === 'waiting' && (
          <div className={table.sub}>{t('people.until', { time: longDate(invitation.expiresAt) })}</div>
        )}
      </td>
      <td>
        <div className={table.acts}>
          <Menu
            label={label}
            align="end"
            trigger={(props) => <IconButton {...props} label={label} icon={Ellipsis} size="sm" />}
          >
            {invitation.mayManage ? (
              <>
                <MenuItem icon={RotateCcw} onSelect={() => resend.mutate()}>
                  {t(sendsMail ? 'people.resend' : 'people.newLink')}
                </MenuItem>
                <MenuItem icon={Undo2} onSelect={onWithdraw}>
                  {t('people.withdraw')}
                </MenuItem>
              </>
            ) : (
              <MenuNote>{t('problem.notAllowed')}</MenuNote>
            )}
          </Menu>
        </div>
      </td>
    </tr>
  )
}

function StateOf({ invitation: { state, mailState } }: { invitation: Invitation }) {
  if (state === 'expired') return <Chip tone="over">{t('people.expired')}</Chip>
  if (mailState === 'failed' || mailState === 'uncertain')
    return (
      <Chip tone="over" icon={MailWarning}>
        {t('people.mailFailed')}
      </Chip>
    )
  if (mailState === 'queued' || mailState === 'held' || mailState === 'sending')
    return (
      <Chip tone="due" icon={Clock}>
        {t('people.mailWaits')}
      </Chip>
    )
  return (
    <Chip tone="info" icon={Clock}>
      {t('people.waiting')}
    </Chip>
  )
}

export function WithdrawDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const client = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => api.withdrawInvitation(invitation.id),
    onSuccess: async () => {
      await client.invalidateQueries(invitationsQuery)
      onClose()
    },
  })
  const name = invitation.name || invitation.email
  return (
    <Dialog
      title={t('people.ofName', { action: t('people.withdraw'), name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button variant="danger" isLoading={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {t('people.withdraw')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>{t('people.withdrawText', { name })}</p>
        <Refusal error={withdraw.error} />
      </div>
    </Dialog>
  )
}
