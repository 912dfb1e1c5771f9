import { InputOtp } from 'primereact/inputotp';
import { useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

function Page() {
  const [code, setCode] = useState('');
  return (
    <Panel code={code}>
      <InputOtp value={code} onChange={({ value }) => setCode(value)} length={6} />
    </Panel>
  );
}

mount(<Page />);
