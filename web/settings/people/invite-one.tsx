import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { api } from '../../data/api.ts'
import type { SentInvitation } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { PasswordField } from '../../sign-in/form-parts.tsx'
import { passwordProblem } from '../../sign-in/password-rules.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './people.module.css'
import type { Place } from './place-fields.tsx'
import { Refusal } from './refusal.tsx'
import { useSendsMail } from './use-sends-mail.ts'

type InviteOneProps = {
  place: Place
  /** A user at once, with a password that the person is told; else an invitation. */
  hasPassword: boolean
  onSent: (sent: SentInvitation[]) => void
  onCreated: (name: string) => void
  children: ReactNode
}

export function InviteOne({ place, hasPassword, onSent, onCreated, children }: InviteOneProps) {
  const client = useQueryClient()
  const sendsMail = useSendsMail()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const work = useMutation({
    mutationFn: async () => {
      const person = { email: email.trim(), name: name.trim(), ...place }
      if (hasPassword) return void (await api.createPerson({ ...person, password }))
      return (await api.invite([person])).results
    },
    onSuccess: async (sent) => {
      await client.invalidateQueries({ queryKey: [hasPassword ? 'people' : 'invitations'] })
      if (sent) onSent(sent)
      else onCreated(name.trim())
    },
  })
  const problems = {
    email: email.trim().includes('@') ? null : t('signIn.badEmail'),
    name: hasPassword && !name.trim() ? t('signIn.missingName') : null,
    password: hasPassword ? passwordProblem(password) : null,
  }
  const edit = (change: (value: string) => void) => (event: { target: { value: string } }) => {
    work.reset()
    change(event.target.value)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!problems.email && !problems.name && !problems.password && !work.isPending) work.mutate()
  }
  return (
    <form className={styles.form} noValidate autoComplete="off" onSubmit={submit}>
      <TextField
        label={t('people.email')}
        type="email"
        autoCapitalize="none"
        autoFocus
        value={email}
        error={isTried && problems.email}
        onChange={edit(setEmail)}
      />
      <TextField
        label={t('people.name')}
        hint={t('people.nameHint')}
        maxLength={100}
        value={name}
        error={isTried && problems.name}
        onChange={edit(setName)}
      />
      {hasPassword && (
        <PasswordField
          label={t('people.password')}
          hint={t('people.passwordHint')}
          autoComplete="new-password"
          value={password}
          error={isTried && problems.password}
          onChange={edit(setPassword)}
        />
      )}
      {children}
      <Refusal error={work.error} email={email.trim()} />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" isLoading={work.isPending}>
          {t(hasPassword ? 'people.create' : sendsMail ? 'people.send' : 'people.makeLink')}
        </Button>
      </div>
    </form>
  )
}
