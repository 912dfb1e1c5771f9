import { useForm } from 'react-hook-form';
import { mount, Panel } from '../../shared/panel.jsx';

/** Validated when the field is left, and not before. */
function Page() {
  const { register, watch, formState } = useForm({ mode: 'onBlur', defaultValues: { code: '' } });
  return (
    <Panel code={watch('code')} label="Two-step sign-in" isValid={formState.isValid}>
      <label htmlFor="code">Authentication code</label>
      <input
        id="code"
        autoComplete="one-time-code"
        {...register('code', { required: true, pattern: /^\d{6}$/ })}
      />
    </Panel>
  );
}

mount(<Page />);
