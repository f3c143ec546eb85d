package cn.zhicheng.security;

import org.springframework.data.jpa.repository.JpaRepository;

interface StaffCredentialsEntries extends JpaRepository<StaffCredentials, String> {
}
