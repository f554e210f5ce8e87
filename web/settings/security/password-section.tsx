import { useMutation } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { api } from '../../data/api.ts'
import { useSession } from '../../data/session.ts'
import { t } from '../../labels/labels.ts'
import { passwordProblem } from '../../sign-in/password-rules.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Refusal } from './refusal.tsx'
import { Section } from './section.tsx'
import styles from './security.module.css'
import { useRefreshSecurity } from './use-refresh-security.ts'

const nothing = { current: '', password: '' }

export function PasswordSection() {
  const { user } = useSession()
  const [values, setValues] = useState(nothing)
  const [isTried, setTried] = useState(false)
  const refresh = useRefreshSecurity()
  const change = useMutation({
    mutationFn: api.changePassword,
    onSuccess: () => {
      setValues(nothing)
      setTried(false)
      refresh()
    },
  })
  const problem = passwordProblem(values.password)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (values.current && !problem && !change.isPending) change.mutate(values)
  }
  const edit = (name: keyof typeof nothing) => (event: { target: { value: string } }) => {
    change.reset()
    setValues({ ...values, [name]: event.target.value })
  }
  return (
    <Section title={t('security.password')} lead={t('security.passwordLead')}>
      <form className={styles.narrow} noValidate onSubmit={submit}>
        {/* Tells password managers whose password changes. */}
        <input hidden type="text" name="username" autoComplete="username" value={user.email} readOnly />
        <PasswordField
          label={t('security.currentPassword')}
          name="current-password"
          autoComplete="current-password"
          value={values.current}
          error={isTried && !values.current && t('signIn.missingPassword')}
          onChange={edit('current')}
        />
        <PasswordField
          label={t('security.newPassword')}
          name="new-password"
          autoComplete="new-password"
          value={values.password}
          error={isTried && problem}
          onChange={edit('password')}
        />
        <Refusal error={change.error} />
        {change.isSuccess && (
          <Note icon={Check} role="status">
            {t('security.passwordChanged')}
          </Note>
        )}
        <div className={styles.action}>
          <Button type="submit" isLoading={change.isPending}>
            {t('security.changePassword')}
          </Button>
        </div>
      </form>
    </Section>
  )
}
