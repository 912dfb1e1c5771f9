import { MuiOtpInput } from 'mui-one-time-password-input';
import { useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

function Page() {
  const [code, setCode] = useState('');
  return (
    <Panel code={code}>
      <MuiOtpInput value={code} onChange={setCode} length={6} />
    </Panel>
  );
}

mount(<Page />);
