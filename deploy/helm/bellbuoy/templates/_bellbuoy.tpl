{{- define "bellbuoy.name" -}}
{{- $name := ternary .Release.Name (printf "%s-bellbuoy" .Release.Name) (contains "bellbuoy" .Release.Name) -}}
{{- .Values.fullnameOverride | default $name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{- define "bellbuoy.labels" -}}
{{ include "bellbuoy.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "bellbuoy.selector" -}}
app.kubernetes.io/name: bellbuoy
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "bellbuoy.secret" -}}
{{- .Values.secret.existingSecret | default (include "bellbuoy.name" .) -}}
{{- end }}

{{/* How probes and the PodMonitor call the process. */}}
{{- define "bellbuoy.scheme" -}}
{{- ternary "HTTPS" "HTTP" (ne .Values.tls.existingSecret "") -}}
{{- end }}

{{/* The pod of a server or a worker: (dict "root" $ "command" "serve" "component" "server" "health" "/api/v2.0/health") */}}
{{- define "bellbuoy.pod" -}}
{{- $root := .root -}}
metadata:
  labels:
    {{- include "bellbuoy.selector" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
  annotations:
    # Settings are read at the start: when they change, so do the pods.
    bellbuoy/settings: {{ toJson $root.Values.settings | sha256sum }}
    bellbuoy/secret: {{ toJson $root.Values.secret | sha256sum }}
    {{- with $root.Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $root.Values.terminationGracePeriodSeconds }}
  {{- with $root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: bellbuoy
      image: "{{ $root.Values.image.repository }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}"
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      args: [{{ .command }}, --config, /etc/bellbuoy/bellbuoy.yml]
      {{- if $root.Values.tls.existingSecret }}
      env:
        - name: BELLBUOY_TLS_CERT_FILE
          value: /etc/bellbuoy-tls/tls.crt
        - name: BELLBUOY_TLS_KEY_FILE
          value: /etc/bellbuoy-tls/tls.key
      {{- end }}
      envFrom:
        - secretRef:
            name: {{ include "bellbuoy.secret" $root }}
      ports:
        - name: http
          containerPort: 8080
      startupProbe:
        httpGet: { path: {{ .health }}, port: http, scheme: {{ include "bellbuoy.scheme" $root }} }
        # A start migrates the tables first.
        periodSeconds: 5
        failureThreshold: 360
      livenessProbe:
        tcpSocket: { port: http }
        periodSeconds: 15
        timeoutSeconds: 5
        failureThreshold: 4
      readinessProbe:
        httpGet: { path: {{ .health }}, port: http, scheme: {{ include "bellbuoy.scheme" $root }} }
        periodSeconds: 10
        timeoutSeconds: 5
      resources:
        {{- toYaml $root.Values.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      volumeMounts:
        - { name: data, mountPath: /data }
        - { name: tmp, mountPath: /tmp }
        - { name: settings, mountPath: /etc/bellbuoy, readOnly: true }
        {{- if $root.Values.tls.existingSecret }}
        - { name: tls, mountPath: /etc/bellbuoy-tls, readOnly: true }
        {{- end }}
  volumes:
    {{- if eq $root.Values.database "postgresql" }}
    - name: data
      emptyDir: {}
    {{- end }}
    - name: tmp
      emptyDir: {}
    - name: settings
      configMap:
        name: {{ include "bellbuoy.name" $root }}
    {{- with $root.Values.tls.existingSecret }}
    - name: tls
      secret:
        secretName: {{ . }}
    {{- end }}
  {{- with $root.Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $root.Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $root.Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
