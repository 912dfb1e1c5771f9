import 'vuetify/styles';
import { createApp } from 'vue';
import { createVuetify } from 'vuetify';
import App from './App.vue';

createApp(App).use(createVuetify()).mount('#app');
