import '@ionic/core/css/core.css';
import { initialize } from '@ionic/core/components';
import { defineCustomElement } from '@ionic/core/components/ion-input-otp.js';
import { createPage } from '../../shared/plain.js';

initialize();
defineCustomElement();

const { form, set } = createPage('<ion-input-otp length="6"></ion-input-otp>');
form.querySelector('ion-input-otp').addEventListener('ionInput', (event) => set(event.detail.value ?? ''));
