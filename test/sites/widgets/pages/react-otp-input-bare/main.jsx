import { useState } from 'react';
import OtpInput from 'react-otp-input';
import { mount, Panel } from '../../shared/panel.jsx';

function Page() {
  const [code, setCode] = useState('');
  return (
    <Panel code={code}>
      <OtpInput value={code} onChange={setCode} numInputs={6} renderInput={(props) => <input {...props} />} />
    </Panel>
  );
}

mount(<Page />);
